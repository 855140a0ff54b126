// The rules of html-validate that pages are held to; what differs from the presets is said with its reason.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // <!doctype html> is the spelling of the standard.
    "doctype-style": "off",
    // Every file comes from the same folder as the page, and from disk there is no origin to check integrity for.
    "require-sri": "off",
    // Search offers results under its field as the combobox pattern has it; <select> is no such thing.
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
    // Titles are made of the names that a policy gives, and advice for search engines is no rule for them.
    "long-title": "off",
  },
};

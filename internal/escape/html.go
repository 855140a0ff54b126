package escape

import "strings"

// htmlSpecial are the five characters with a meaning in text or in a quoted value (HTML
// Living Standard, 13.3 "escaping a string", and the apostrophe for single quotes).
var htmlSpecial = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// HTMLText makes s text between tags, and also the content of <title> and <textarea>. It is
// not for <script> and <style>: see ScriptJSON and CSSString. Line ends become \n, as the HTML
// parser would make them.
func HTMLText(s string) string { return htmlSpecial.Replace(prose(s)) }

// htmlAttr keeps line ends and tabs from tools that reflow markup.
var htmlAttr = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\n", "&#10;", "\t", "&#9;", "`", "&#96;")

// HTMLAttr makes s a value between quotes, double or single, of an attribute that holds plain
// text. Links take Href and Src; event handlers and style attributes take no policy text at all.
func HTMLAttr(s string) string { return htmlAttr.Replace(prose(s)) }

export const lifetime: number = "10m";

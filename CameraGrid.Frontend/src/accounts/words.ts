/** Since when something is there, as "2 Mar 2026", in local time; nothing where it is not known. */
export function sinceWords(createdAt: string): string {
  const date = new Date(createdAt);
  // An account that the server cannot read has the first date there is.
  if (Number.isNaN(date.getTime()) || date.getFullYear() < 2000) return "";
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

/** What the server's rules ask for, before they have to. */
export const passwordHint = "12 characters or more";
export const nameHint = "a to z, 0 to 9, dots, dashes, _";

const ESCAPED: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** X escapes these three in every text and nothing else. One pass, so that what was typed as `&amp;lt;` stays `&lt;`. */
export function unescapeText(text: string): string {
  return text.includes('&') ? text.replace(/&(?:amp|lt|gt);/g, (found) => ESCAPED[found] ?? found) : text
}

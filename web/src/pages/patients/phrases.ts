/** Quick phrases: a full stop, a few letters and a space become the text they stand for. */

/**
 * The text with the phrase just ended by a space or a new line written out, or as it is.
 *
 * @param text what the field holds now
 * @param cursor where one types
 * @param phrases letters → what they stand for
 */
export function expanded(text: string, cursor: number, phrases: Map<string, string>): { text: string; cursor: number } {
  const typed = /(^|\s)\.([^\s.]+)(\s)$/u.exec(text.slice(0, cursor));
  const meant = typed && phrases.get(typed[2]!.toLowerCase());
  if (!typed || !meant) return { text, cursor };
  const before = text.slice(0, typed.index) + typed[1] + meant + typed[3];
  return { text: before + text.slice(cursor), cursor: before.length };
}

/** What is on the screen as a table for spreadsheets; made here, so that it says exactly what is shown. */

type Cell = string | number | null | undefined;

/** A cell as CSV writes it; what a spreadsheet would take for a formula stays text. */
function cell(value: Cell): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '');
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV, with line ends as RFC 4180 has them. */
export const csvOf = (rows: Cell[][]): string => `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;

/** Hand text to the browser as a file; the mark at its beginning tells spreadsheets that it is UTF-8. */
export function saveText(text: string, filename: string): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  Object.assign(document.createElement('a'), { href: url, download: filename }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Arrow keys through the rows of a list: whatever carries `data-row` takes the focus in turn. */
import { useRef, type KeyboardEvent } from 'react';

export function useRowKeys() {
  const list = useRef<HTMLTableSectionElement>(null);
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  const fromField = (event: KeyboardEvent) => {
    const all = rows();
    if (event.key === 'ArrowDown' && all[0]) {
      event.preventDefault();
      all[0].focus();
    }
    if (event.key === 'Enter' && all[0]) all[0].click();
  };
  return { list, onKeyDown, fromField };
}

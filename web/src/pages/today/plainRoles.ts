/** Takes the drawn calendar's table roles away, which its own children contradict; each visit is a button by name. */

const ROLES = ['table', 'rowgroup', 'row', 'rowheader', 'columnheader', 'cell', 'gridcell'].map((role) => `[role=${role}]`);
const WRONG = [...ROLES, '[aria-colindex]', '[aria-rowindex]', '.ec-event[role]', '.ec-event[tabindex]'].join();

/** Keeps the roles plain for as long as the calendar changes; call the answer to stop. */
export function keepRolesPlain(place: HTMLElement): () => void {
  const mend = () => {
    // What scrolls is reached by keyboard, also on a day without visits.
    for (const scrolled of place.querySelectorAll('.ec-main:not([tabindex])')) scrolled.setAttribute('tabindex', '0');
    for (const element of place.querySelectorAll(WRONG)) {
      for (const name of ['role', 'aria-colindex', 'aria-rowindex']) element.removeAttribute(name);
      if (element.matches('.ec-event')) element.removeAttribute('tabindex');
    }
  };
  const watch = new MutationObserver(mend);
  watch.observe(place, { childList: true, subtree: true });
  mend();
  return () => watch.disconnect();
}

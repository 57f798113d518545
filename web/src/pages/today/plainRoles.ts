/** Takes the drawn calendar's table roles away, which its own children contradict; each visit is a button by name. */

const WRONG = '[role=table], [role=rowgroup], [role=row], [role=rowheader], [role=columnheader], .ec-event[role], .ec-event[tabindex]';

/** Keeps the roles plain for as long as the calendar changes; call the answer to stop. */
export function keepRolesPlain(place: HTMLElement): () => void {
  const mend = () => {
    for (const element of place.querySelectorAll(WRONG)) {
      element.removeAttribute('role');
      if (element.matches('.ec-event')) element.removeAttribute('tabindex');
    }
  };
  const watch = new MutationObserver(mend);
  watch.observe(place, { childList: true, subtree: true });
  mend();
  return () => watch.disconnect();
}

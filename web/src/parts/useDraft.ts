/** Writing on top of something that others may change meanwhile: what was typed is never thrown away. */
import { useState } from 'react';

interface Draft<T, D> {
  draft: D;
  setDraft: (draft: D) => void;
  /** What the draft was begun from; its version goes into If-Match. */
  seen: T;
  dirty: boolean;
  /** Somebody else changed it while this draft was being written. */
  conflict: boolean;
  /** Go on from what it is now, with what was typed on top. */
  keepMine: () => void;
  /** Drop what was typed. */
  takeTheirs: () => void;
  /** It was saved; this is what it is now. */
  saved: (now: T) => void;
}

/**
 * A draft of something with a version.
 *
 * @param current what it is now, as far as is known
 * @param draftOf what the form shows of it
 * @param plain what counts when two drafts are compared
 */
export function useDraft<T extends { version: number }, D>(current: T, draftOf: (of: T) => D, plain: (draft: D) => unknown): Draft<T, D> {
  const [seen, setSeen] = useState(current);
  const [draft, setDraft] = useState(() => draftOf(current));
  const dirty = JSON.stringify(plain(draft)) !== JSON.stringify(plain(draftOf(seen)));
  const changed = current.version > seen.version;
  const begin = (from: T) => {
    setSeen(from);
    setDraft(draftOf(from));
  };
  // Nothing typed yet: simply show what is new.
  if (changed && !dirty) begin(current);
  return {
    draft,
    setDraft,
    seen,
    dirty,
    conflict: changed && dirty,
    keepMine: () => setSeen(current),
    takeTheirs: () => begin(current),
    saved: begin,
  };
}

/** Keeps a note while it is being written: in this browser at once, with the clinic a moment later, never over others. */
import { Problem } from '@/problems/problem.ts';
import type { Vault } from './vault.ts';

export const PARTS = ['subjective', 'objective', 'assessment', 'plan', 'text'] as const;
export type NotePart = (typeof PARTS)[number];
export type NoteText = Partial<Record<NotePart, string>>;

export interface ServedNote {
  id: string;
  version: number;
  signed_at: string | null;
  text: NoteText;
}

/** What is kept of a note that is being written. */
export interface NoteDraft {
  name: string;
  kind: 'soap' | 'free';
  appointment_id: string | null;
  note_id: string | null;
  /** The version and the text this was written on top of. */
  version: number;
  base: NoteText;
  text: NoteText;
  /** How the note is being created: sent again as it was, it cannot become two notes. */
  begun: { key: string; text: NoteText } | null;
  typed_at: string;
}

/** How the text stands: in step, being sent, only in this browser, changed elsewhere, or refused. */
export type Standing = 'saved' | 'typing' | 'saving' | 'waiting' | 'conflict' | 'refused';

/** The calls a keeper makes. */
export interface NoteCalls {
  create: (draft: NoteDraft, key: string, text: NoteText) => Promise<ServedNote>;
  change: (note_id: string, version: number, text: NoteText) => Promise<ServedNote>;
  read: (note_id: string) => Promise<ServedNote>;
}

export interface Snapshot {
  draft: NoteDraft;
  standing: Standing;
  theirs: ServedNote | null;
  problem: Problem | null;
}

const PAUSE_MS = 1_200;
const KEEP_MS = 150;
const AGAIN_MS = 5_000;

const plain = (text: NoteText): NoteText => Object.fromEntries(PARTS.flatMap((part) => (text[part] ? [[part, text[part]]] : [])));

/** Whether two texts say the same. */
export const sameText = (one: NoteText, other: NoteText): boolean => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

/** A new draft: of a note there is, or of one to come. */
export function draftOf(note: ServedNote | null, more: Pick<NoteDraft, 'kind' | 'appointment_id'>): NoteDraft {
  const text = plain(note?.text ?? {});
  const begun = null;
  return { ...more, name: crypto.randomUUID(), note_id: note?.id ?? null, version: note?.version ?? 0, base: text, text, begun, typed_at: new Date().toISOString() };
}

export class NoteKeeper {
  private state: Snapshot;
  private readonly listeners = new Set<() => void>();
  private sendTimer: ReturnType<typeof setTimeout> | undefined;
  private keepTimer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<void> | null = null;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    draft: NoteDraft,
    private readonly scope: string,
    private readonly calls: NoteCalls,
    private readonly vault: Vault,
  ) {
    const standing = sameText(draft.text, draft.base) && !draft.begun ? 'saved' : 'waiting';
    this.state = { draft, standing, theirs: null, problem: null };
  }

  readonly now = (): Snapshot => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Something was typed. */
  type(part: NotePart, value: string): void {
    const draft = { ...this.state.draft, text: { ...this.state.draft.text, [part]: value }, typed_at: new Date().toISOString() };
    const standing = this.state.standing === 'conflict' ? 'conflict' : 'typing';
    this.tell({ draft, standing });
    this.keepTimer ??= setTimeout(() => void this.keep(), KEEP_MS);
    clearTimeout(this.sendTimer);
    this.sendTimer = setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** Bring the text to the clinic now; resolves when it is there or cannot get there. */
  async save(): Promise<void> {
    clearTimeout(this.sendTimer);
    await this.keep();
    this.sending ??= this.send().finally(() => {
      this.sending = null;
    });
    await this.sending;
  }

  /** Go on with what was typed, on top of what somebody else saved. */
  keepMine(): Promise<void> {
    const { theirs, draft } = this.state;
    if (theirs) this.tell({ draft: { ...draft, version: theirs.version, base: theirs.text }, theirs: null, standing: 'typing' });
    return this.save();
  }

  /** Drop what was typed for what somebody else saved. */
  async takeTheirs(): Promise<void> {
    const { theirs, draft } = this.state;
    if (!theirs) return;
    await this.settle({ ...draft, version: theirs.version, base: theirs.text, text: theirs.text });
  }

  /** Drop the draft: nothing of it is to be saved. */
  async drop(): Promise<void> {
    this.stop();
    await this.keeping;
    await this.vault.forget(this.scope, this.state.draft.name);
  }

  /** Stop the clocks; what was typed is in the vault. */
  stop(): void {
    clearTimeout(this.sendTimer);
    if (this.keepTimer) void this.keep();
  }

  private async send(): Promise<void> {
    while (this.state.standing !== 'conflict') {
      const { draft } = this.state;
      if (!draft.begun && sameText(draft.text, draft.base)) return this.settle(draft);
      this.tell({ standing: 'saving', problem: null });
      try {
        await this.sendOnce(draft);
      } catch (error) {
        return this.failed(Problem.from(error));
      }
    }
  }

  private async sendOnce(draft: NoteDraft): Promise<void> {
    const sent = draft.begun?.text ?? draft.text;
    let served: ServedNote;
    if (draft.note_id) served = await this.calls.change(draft.note_id, draft.version, sent);
    else {
      const begun = draft.begun ?? { key: crypto.randomUUID(), text: sent };
      this.tell({ draft: { ...this.state.draft, begun } });
      await this.keep();
      served = await this.calls.create(draft, begun.key, begun.text);
    }
    this.tell({ draft: { ...this.state.draft, note_id: served.id, version: served.version, base: plain(sent), begun: null } });
    await this.keep();
  }

  private async failed(problem: Problem): Promise<void> {
    const { note_id } = this.state.draft;
    if (problem.status === 412 && note_id) {
      const theirs = await this.calls.read(note_id).catch(() => null);
      if (theirs) return this.tell({ standing: 'conflict', theirs });
    }
    if (problem.passing || problem.status === 401 || problem.status === 412) {
      this.sendTimer = setTimeout(() => void this.save(), AGAIN_MS);
      return this.tell({ standing: 'waiting', problem });
    }
    this.tell({ standing: 'refused', problem });
  }

  /** The clinic has it all: nothing needs to stay here. */
  private async settle(draft: NoteDraft): Promise<void> {
    this.tell({ draft, standing: 'saved', theirs: null, problem: null });
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    this.keeping = this.keeping.then(() => this.vault.forget(this.scope, draft.name)).catch(() => undefined);
    await this.keeping;
  }

  private keep(): Promise<void> {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    const { draft } = this.state;
    if (!draft.begun && sameText(draft.text, draft.base)) return this.keeping;
    // A browser that keeps nothing (a private window) still saves to the clinic.
    this.keeping = this.keeping.then(() => this.vault.keep(this.scope, draft.name, draft)).catch(() => undefined);
    return this.keeping;
  }

  private tell(change: Partial<Snapshot>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

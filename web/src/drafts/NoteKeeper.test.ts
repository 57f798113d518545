import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '@/problems/problem.ts';
import { draftOf, NoteKeeper, type NoteCalls, type NoteDraft, type NoteText, type ServedNote } from './NoteKeeper.ts';
import type { Vault } from './vault.ts';

class Memory implements Vault {
  kept = new Map<string, string>();
  async keep(scope: string, name: string, draft: unknown) {
    this.kept.set(`${scope}/${name}`, JSON.stringify(draft));
  }
  async all<T>(scope: string) {
    return [...this.kept].filter(([key]) => key.startsWith(`${scope}/`)).map(([, text]) => JSON.parse(text) as T);
  }
  async forget(scope: string, name: string) {
    this.kept.delete(`${scope}/${name}`);
  }
}

/** A clinic with one note in it, which remembers keys and versions as the real one does. */
class Clinic implements NoteCalls {
  notes = new Map<string, ServedNote>();
  byKey = new Map<string, string>();
  down = false;
  create = async (_: NoteDraft, key: string, text: NoteText) => {
    this.answers();
    const known = this.byKey.get(key);
    if (known) return this.notes.get(known)!;
    const note = { id: `note-${this.notes.size + 1}`, version: 1, signed_at: null, text };
    this.notes.set(note.id, note);
    this.byKey.set(key, note.id);
    return note;
  };
  change = async (id: string, version: number, text: NoteText) => {
    this.answers();
    const note = this.notes.get(id)!;
    if (note.version !== version) throw Problem.of(412, { code: 'stale' });
    this.notes.set(id, { ...note, version: version + 1, text });
    return this.notes.get(id)!;
  };
  read = async (id: string) => (this.answers(), this.notes.get(id)!);
  private answers() {
    if (this.down) throw Problem.own('offline');
  }
}

let [memory, clinic] = [new Memory(), new Clinic()];
const keeperOf = (draft: NoteDraft) => new NoteKeeper(draft, 'me/them', clinic, memory);
const fresh = () => keeperOf(draftOf(null, { kind: 'free', appointment_id: null }));

beforeEach(() => {
  [memory, clinic] = [new Memory(), new Clinic()];
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a note that is being written', () => {
  test('is in the browser at once, with the clinic after a pause, and then only there', async () => {
    const keeper = fresh();
    keeper.type('text', 'Coughs');
    await vi.advanceTimersByTimeAsync(200);
    expect((await memory.all<NoteDraft>('me/them'))[0]?.text.text).toBe('Coughs');
    expect(clinic.notes.size).toBe(0);
    keeper.type('text', 'Coughs since Monday');
    await vi.advanceTimersByTimeAsync(1_300);
    expect(clinic.notes.get('note-1')?.text.text).toBe('Coughs since Monday');
    expect(keeper.now().standing).toBe('saved');
    expect(memory.kept.size).toBe(0);
  });

  test('waits in the browser while there is no network, and goes on by itself', async () => {
    const keeper = fresh();
    clinic.down = true;
    keeper.type('text', 'Coughs');
    await vi.advanceTimersByTimeAsync(1_300);
    expect(keeper.now().standing).toBe('waiting');
    expect(memory.kept.size).toBe(1);
    clinic.down = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(keeper.now().standing).toBe('saved');
    expect(clinic.notes.size).toBe(1);
  });

  test('becomes one note, though the answer to its creation was lost and the browser killed', async () => {
    const keeper = fresh();
    keeper.type('text', 'Coughs');
    const create = clinic.create;
    clinic.create = async (...all) => {
      await create(...all);
      throw Problem.own('offline');
    };
    await vi.advanceTimersByTimeAsync(1_300);
    keeper.type('text', 'Coughs a lot');
    await vi.advanceTimersByTimeAsync(200);
    keeper.stop();
    clinic.create = create;
    const [found] = await memory.all<NoteDraft>('me/them');
    const again = keeperOf(found!);
    await again.save();
    expect(again.now().standing).toBe('saved');
    expect([...clinic.notes.values()].map(({ text }) => text.text)).toEqual(['Coughs a lot']);
  });

  test('is never written over what was saved elsewhere: both are shown, and one is chosen', async () => {
    const note = await clinic.create(draftOf(null, { kind: 'free', appointment_id: null }), 'key', { text: 'One' });
    const keeper = keeperOf(draftOf(note, { kind: 'free', appointment_id: null }));
    await clinic.change(note.id, 1, { text: 'Theirs' });
    keeper.type('text', 'Mine');
    await vi.advanceTimersByTimeAsync(1_300);
    expect(keeper.now()).toMatchObject({ standing: 'conflict', theirs: { text: { text: 'Theirs' } }, draft: { text: { text: 'Mine' } } });
    keeper.type('text', 'Mine, longer');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(clinic.notes.get(note.id)?.text.text).toBe('Theirs');
    await keeper.keepMine();
    expect(clinic.notes.get(note.id)?.text.text).toBe('Mine, longer');
    expect(keeper.now().standing).toBe('saved');
  });

  test('takes over what was saved elsewhere if that is chosen, and keeps nothing', async () => {
    const note = await clinic.create(draftOf(null, { kind: 'free', appointment_id: null }), 'key', { text: 'One' });
    const keeper = keeperOf(draftOf(note, { kind: 'free', appointment_id: null }));
    await clinic.change(note.id, 1, { text: 'Theirs' });
    keeper.type('text', 'Mine');
    await keeper.save();
    await keeper.takeTheirs();
    expect(keeper.now()).toMatchObject({ standing: 'saved', draft: { version: 2, text: { text: 'Theirs' } } });
    expect(memory.kept.size).toBe(0);
  });

  test('what the clinic refuses stays in the browser, with the reason', async () => {
    const keeper = fresh();
    clinic.create = () => Promise.reject(Problem.of(409, { code: 'merged_record' }));
    keeper.type('text', 'Coughs');
    await keeper.save();
    expect(keeper.now()).toMatchObject({ standing: 'refused', problem: { code: 'merged_record' } });
    expect(memory.kept.size).toBe(1);
  });
});

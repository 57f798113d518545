/** The types behind `t`: keys, and the holes each sentence has. */
import type { english } from './en/index.ts';

/** A sentence in its plural forms, chosen by `count`. */
export type Plural = { one: string; other: string };

type English = typeof english;
type Areas = keyof English & string;

/** `area.key` of every sentence there is. */
export type Key = { [A in Areas]: `${A}.${keyof English[A] & string}` }[Areas];

type Sentence<K extends Key> = K extends `${infer A}.${infer N}`
  ? A extends Areas
    ? N extends keyof English[A]
      ? English[A][N]
      : never
    : never
  : never;
type Forms<S> = S extends Plural ? S['one'] | S['other'] : S;
type Holes<S> = S extends `${string}{${infer H}}${infer Rest}` ? H | Holes<Rest> : never;
type Needed<K extends Key> = Holes<Forms<Sentence<K>>> | (Sentence<K> extends Plural ? 'count' : never);

/** What has to be given for a sentence: nothing, or a value for each of its holes. */
export type Given<K extends Key> = [Needed<K>] extends [never] ? [] : [Record<Needed<K>, string | number>];

/** A whole language: the same areas and keys as English. */
export type Catalogue = {
  [A in Areas]: { [N in keyof English[A]]: English[A][N] extends Plural ? Plural : string };
};

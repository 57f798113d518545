/** Drafts that survive a reload, a crash and a lost network: sealed, in this browser only, and gone after three days. */

const DAYS = 3;
const DATABASE = 'clinic.drafts';

interface Sealed {
  id: string;
  scope: string;
  iv: Uint8Array<ArrayBuffer>;
  text: ArrayBuffer;
  expires_at: number;
}

/** Drafts by name within a scope (whose work, on what); neither name nor scope is stored as it is given. */
export interface Vault {
  keep: (scope: string, name: string, draft: unknown) => Promise<void>;
  /** All drafts of a scope that have not expired, the oldest first. */
  all: <T>(scope: string) => Promise<T[]>;
  forget: (scope: string, name: string) => Promise<void>;
}

const asked = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function hidden(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash).slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The vault of this browser; its key is made once and can be used here, but never read. */
export class BrowserVault implements Vault {
  private opened: Promise<{ database: IDBDatabase; key: CryptoKey }> | undefined;

  async keep(scope: string, name: string, draft: unknown): Promise<void> {
    const { database, key } = await this.open();
    const [hiddenScope, id] = [await hidden(scope), await hidden(`${scope}/${name}`)];
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(draft));
    const text = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(id) }, key, plain);
    const expires_at = Date.now() + DAYS * 86_400_000;
    // Strict: it is on the disk before this resolves, so that killing the browser loses nothing.
    const change = database.transaction('drafts', 'readwrite', { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      change.oncomplete = () => resolve();
      change.onabort = change.onerror = () => reject(change.error);
    });
    change.objectStore('drafts').put({ id, scope: hiddenScope, iv, text, expires_at } satisfies Sealed);
    await done;
  }

  async all<T>(scope: string): Promise<T[]> {
    const { database, key } = await this.open();
    const store = database.transaction('drafts').objectStore('drafts');
    const found = (await asked(store.index('scope').getAll(await hidden(scope)))) as Sealed[];
    const standing = found.filter(({ expires_at }) => expires_at > Date.now()).sort((a, b) => a.expires_at - b.expires_at);
    const opened = standing.map(async ({ id, iv, text }) => {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(id) }, key, text);
      return JSON.parse(new TextDecoder().decode(plain)) as T;
    });
    return Promise.all(opened);
  }

  async forget(scope: string, name: string): Promise<void> {
    const { database } = await this.open();
    await asked(database.transaction('drafts', 'readwrite').objectStore('drafts').delete(await hidden(`${scope}/${name}`)));
  }

  private open() {
    this.opened ??= opened();
    return this.opened;
  }
}

async function opened(): Promise<{ database: IDBDatabase; key: CryptoKey }> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('keys');
    request.result.createObjectStore('drafts', { keyPath: 'id' }).createIndex('scope', 'scope');
  };
  const database = await asked(request);
  // Two tabs may come here at once: whichever key is stored is the key of both.
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const keys = database.transaction('keys', 'readwrite').objectStore('keys');
  let key = (await asked(keys.get('drafts'))) as CryptoKey | undefined;
  if (!key) {
    await asked(keys.add(made, 'drafts'));
    key = made;
  }
  await swept(database);
  return { database, key };
}

/** Removes what has expired. */
function swept(database: IDBDatabase): Promise<void> {
  return new Promise((resolve, reject) => {
    const walk = database.transaction('drafts', 'readwrite').objectStore('drafts').openCursor();
    walk.onerror = () => reject(walk.error);
    walk.onsuccess = () => {
      const at = walk.result;
      if (!at) return resolve();
      if ((at.value as Sealed).expires_at <= Date.now()) at.delete();
      at.continue();
    };
  });
}

export const vault: Vault = new BrowserVault();

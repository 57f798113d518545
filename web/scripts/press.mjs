/** Compresses what was built, says how heavy it is, and fails when the first load grew over its limit. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url).pathname;
const LIMIT_KB = 200;
const PRESSED = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest']);

const manifest = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8'));
rmSync(join(DIST, 'manifest.json'));

/** The files an entry of the manifest needs before it runs, itself included. */
function needed(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const other of manifest[key]?.imports ?? []) needed(other, seen);
  return seen;
}

const entry = needed('index.html');
const catalogue = needed('src/words/en/first.ts');
const first = new Set([...entry, ...catalogue]);
const today = ['src/app/SignedIn.tsx', 'src/pages/today/TodayPage.tsx', 'src/pages/today/Calendar.tsx'];
const opened = new Set([...first, ...today.flatMap((page) => [...needed(page)])]);

// What the service worker keeps from the start: what opens the app; the rest is kept when it is first needed.
const shell = [...new Set([...opened].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]))].map((file) => `/${file}`).sort();
const worker = readFileSync(join(DIST, 'sw.js'), 'utf8');
const written = worker.replace("'/' /* {{shell}} */", ['/', '/icon.svg', ...shell].map((file) => `'${file}'`).join(', '));
writeFileSync(join(DIST, 'sw.js'), written.replace('{{version}}', createHash('sha256').update(written).digest('hex').slice(0, 12)));

const sizes = new Map();
for (const name of readdirSync(DIST, { recursive: true })) {
  if (!PRESSED.has(extname(name))) continue;
  const plain = readFileSync(join(DIST, name));
  const brotli = brotliCompressSync(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  });
  writeFileSync(join(DIST, `${name}.br`), brotli);
  const gzip = gzipSync(plain, { level: 9 });
  writeFileSync(join(DIST, `${name}.gz`), gzip);
  sizes.set(name, { plain: plain.length, brotli: brotli.length, gzip: gzip.length });
}

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(9);
const weigh = (keys, kind) =>
  [...keys].reduce((sum, key) => sum + (sizes.get(manifest[key].file)?.[kind] ?? 0), 0);

const pages = Object.keys(manifest)
  .filter((key) => manifest[key].isDynamicEntry && !first.has(key))
  .map((key) => [key.replace(/^src\//, ''), [...needed(key)].filter((part) => !first.has(part))]);
for (const [name, parts] of pages.sort()) console.log(`  ${kb(weigh(parts, 'brotli'))}  ${name}`);
const styles = [...sizes].filter(([name]) => name.endsWith('.css')).reduce((sum, [, size]) => sum + size.brotli, 0);
console.log(`  ${kb(styles)}  all style sheets`);
console.log(`First load, script, brotli (gzip):  sign-in ${kb(weigh(first, 'brotli'))} (${kb(weigh(first, 'gzip')).trim()})`);
console.log(`                                      Today ${kb(weigh(opened, 'brotli'))} (${kb(weigh(opened, 'gzip')).trim()})`);
if (weigh(opened, 'brotli') > LIMIT_KB * 1000) {
  console.error(`The first load is over its limit of ${LIMIT_KB} KB.`);
  process.exit(1);
}

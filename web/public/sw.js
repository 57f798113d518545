/**
 * Keeps the app's shell, so that it opens at once and without a network; never anything of a patient.
 *
 * Only this app's own files are kept: hashed assets, which never change, and the page they hang on. Whatever goes to
 * `/api` or elsewhere is none of its business. The build writes the names below.
 */
const VERSION = '{{version}}';
const SHELL = ['/' /* {{shell}} */];
const CACHE = `clinic-${VERSION}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name.startsWith('clinic-') && name !== CACHE);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** A hashed file: what is kept is as good as what is served. */
async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

/** The page: the newest if there is a network, else the one that is kept. */
async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match('/');
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (pathname.startsWith('/assets/') || pathname === '/icon.svg') event.respondWith(asset(request));
  else if (request.mode === 'navigate' && !/^\/(api|docs|openapi|health|calendar)/.test(pathname)) event.respondWith(page(request));
});

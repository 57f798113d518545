/** Where the app begins: the language first, the sign-in the browser may still hold, then the page. */
import '@/theme/styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/App.tsx';
import { session } from '@/session/session.ts';
import { preferredLanguage, speak } from '@/words';

const root = createRoot(document.getElementById('root')!);

const leaving = new BroadcastChannel('clinic.session');
let wasOpen = false;
session.subscribe(() => {
  if (wasOpen && !session.isOpen()) leaving.postMessage('signed out');
  wasOpen = session.isOpen();
});
leaving.onmessage = () => {
  wasOpen = false;
  if (session.isOpen()) session.drop();
};

const entering = ['/invitation', '/forgot-password', '/reset-password'].includes(location.pathname) ? Promise.resolve(false) : session.resume();
await Promise.all([speak(preferredLanguage()), entering]);

root.render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// The app opens at once next time, also without a network.
if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js').catch(() => undefined);

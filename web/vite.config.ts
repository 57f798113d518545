/** How the web app is built: hashed assets, one style sheet of theme variables, nothing inlined that the content policy forbids. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { themeVariables } from './scripts/themeVariables.ts';

const target = process.env['CLINIC_URL'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react(), themeVariables()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2023',
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { '/api': target, '/health': target } },
});

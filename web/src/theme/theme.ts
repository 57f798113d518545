/** The look in one place: colours, radii, and what every control does by default. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = [
  '#eefaf8', '#d6f1ed', '#aee2da', '#7fcfc4', '#50b8ab', '#2a9d90', '#15877b', '#0f6f66', '#0d5a54', '#0b4944',
];
const gray: MantineColorsTuple = [
  '#f7f9f9', '#eef1f2', '#e3e8ea', '#d3dade', '#bcc6cb', '#93a1a8', '#6b7a82', '#4c5b63', '#36434a', '#202b31',
];
const dark: MantineColorsTuple = [
  '#dfe6e9', '#b9c4c9', '#93a1a8', '#6f7f87', '#46545b', '#35424a', '#27323a', '#1c262c', '#141c21', '#0e1418',
];

const still = { transitionProps: { duration: 120 } };

export const theme = createTheme({
  colors: { brand, gray, dark },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Locking the page behind would inject a style tag, which the content policy forbids; theme.css does it.
    Drawer: { defaultProps: { lockScroll: false, ...still } },
    Modal: { defaultProps: { lockScroll: false, ...still } },
    Menu: { defaultProps: still },
    Popover: { defaultProps: still },
    Table: { defaultProps: { verticalSpacing: 7, horizontalSpacing: 'md' } },
  },
});

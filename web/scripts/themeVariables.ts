/** Writes the theme's CSS variables into a style sheet at build time, so that no style tag is needed at run time. */
import type { Plugin } from 'vite';

const ID = 'virtual:theme.css';

/** A Vite plugin that serves `virtual:theme.css`, computed from `src/theme/theme.ts`. */
export function themeVariables(): Plugin {
  return {
    name: 'clinic-theme-variables',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      const { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } = await import(
        '@mantine/core'
      );
      const { theme } = await import('../src/theme/theme.ts');
      const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
      return convertCssVariables(variables, ':root');
    },
  };
}

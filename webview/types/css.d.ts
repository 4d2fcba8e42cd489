/** esbuild gathers imported style sheets into the bundle's one CSS file. */
declare module '*.css';

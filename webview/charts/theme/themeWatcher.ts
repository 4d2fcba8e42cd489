/** Calls `listener` whenever VS Code changes the theme of the page; answers how to stop. */
export function onThemeChange(listener: () => void): () => void {
  // VS Code rewrites the body's class and the tokens in the style of <html> together.
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  return () => observer.disconnect();
}

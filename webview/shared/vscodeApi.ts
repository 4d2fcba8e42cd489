import type { WebviewApi } from 'vscode-webview';

type UiRecord = Record<string, unknown>;

let api: WebviewApi<UiRecord> | undefined;

/** The one handle to VS Code; acquiring it twice throws, so it is kept. */
export function vscodeApi(): WebviewApi<UiRecord> {
  api ??= acquireVsCodeApi<UiRecord>();
  return api;
}

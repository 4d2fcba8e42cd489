import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import { shownLanguage } from '../../experiment/text/language';

/** The page of a webview: nothing but its own script, styles and fonts may load, and data only comes by message. */
export function webviewHtml(webview: Webview, dist: Uri, name: string, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (file: string) => webview.asWebviewUri(Uri.joinPath(dist, 'webview', file)).toString();
  const source = webview.cspSource;
  const policy = `default-src 'none'; img-src ${source}; font-src ${source}; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${shownLanguage()}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri('codicon.css')}" id="vscode-codicon-stylesheet">
  <link rel="stylesheet" href="${uri(`${name}.css`)}">
  <title>${title}</title>
</head>
<body>
  <script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
</body>
</html>`;
}

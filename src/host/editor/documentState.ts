import type { TextDocument } from 'vscode';
import { parseExperiment } from '../../experiment/format/parse';
import type { DocumentState } from '../../protocol/webview';

/** The document as the editor shows it. */
export function documentState(document: TextDocument, readOnly: boolean, version = document.version): DocumentState {
  const title = document.uri.path.split('/').at(-1) ?? document.uri.path;
  return { version, title, untitled: document.isUntitled, readOnly, ...parseExperiment(document.getText()) };
}

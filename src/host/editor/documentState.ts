import type { TextDocument } from 'vscode';
import type { DocumentState } from '../../protocol/webview';
import { parsedDocument } from './parsedDocument';

/** The document as the editor shows it. */
export function documentState(document: TextDocument, readOnly: boolean, version = document.version): DocumentState {
  const title = document.uri.path.split('/').at(-1) ?? document.uri.path;
  return { version, title, untitled: document.isUntitled, readOnly, ...parsedDocument(document) };
}

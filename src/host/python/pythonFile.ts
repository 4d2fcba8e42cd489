import { workspace, type NotebookDocument, type TextDocument, type Uri } from 'vscode';
import type { FoundSource } from '../../python/source/findModels';
import { pythonSource } from './pythonSource';

/** Files longer than this are not looked through on every edit. */
const longest = 500_000;
/** Of the cells of notebooks. */
export const cellScheme = 'vscode-notebook-cell';

/** A document of Python that is a whole file, or a cell of a notebook. */
interface Part {
  document: TextDocument;
  /** Where its text begins in that of the file, in characters. */
  from: number;
}

/** What is written in one Python file or notebook, open in the editor. */
export interface PythonFile {
  /** Of the file or the notebook. */
  uri: Uri;
  parts: Part[];
  text: string;
  save(): Promise<void>;
}

/** The notebook that a document is a cell of. */
function notebookOf({ uri }: TextDocument): NotebookDocument | undefined {
  if (uri.scheme !== cellScheme) return undefined;
  return workspace.notebookDocuments.find((one) =>
    one.getCells().some(({ document }) => document.uri.toString() === uri.toString()),
  );
}

/** Lines of IPython as comments of the same length. */
const withoutMagics = (text: string): string => text.replace(/^([ \t]*)[%!?]/gm, '$1#');

/** The file that a document belongs to: a notebook's code cells are one text. */
export function pythonFileOf(document: TextDocument): PythonFile {
  const notebook = notebookOf(document);
  if (!notebook)
    return {
      uri: document.uri,
      parts: [{ document, from: 0 }],
      text: document.getText(),
      save: async () => void (document.isDirty && (await document.save())),
    };
  return fileOfNotebook(notebook);
}

/** Its code cells as one text. */
export function fileOfNotebook(notebook: NotebookDocument): PythonFile {
  const parts: Part[] = [];
  let text = '';
  for (const { document: cell } of notebook.getCells()) {
    if (cell.languageId !== 'python') continue;
    parts.push({ document: cell, from: text.length });
    text += `${withoutMagics(cell.getText())}\n`;
  }
  return { uri: notebook.uri, parts, text, save: async () => void (notebook.isDirty && (await notebook.save())) };
}

/** The file or notebook of this address; a notebook without cells has no text. */
export async function openPythonFile(uri: Uri): Promise<PythonFile> {
  if (uri.scheme === cellScheme || !uri.path.endsWith('.ipynb'))
    return pythonFileOf(await workspace.openTextDocument(uri));
  return fileOfNotebook(await workspace.openNotebookDocument(uri));
}

const known = new WeakMap<TextDocument, { versions: string; found: Promise<FoundSource> }>();

async function read(text: string): Promise<FoundSource> {
  if (text.length > longest) return { models: [], batches: [], losses: [] };
  return (await pythonSource()).findModels(text);
}

/** The models of a file, parsed once for each version of it. */
export async function modelsOf({ parts, text }: PythonFile): Promise<FoundSource> {
  const first = parts.at(0)?.document;
  if (first?.languageId !== 'python') return { models: [], batches: [], losses: [] };
  const versions = parts.map(({ document }) => `${document.uri.toString()} ${document.version}`).join();
  const before = known.get(first);
  if (before?.versions === versions) return before.found;
  const found = read(text);
  known.set(first, { versions, found });
  return found;
}

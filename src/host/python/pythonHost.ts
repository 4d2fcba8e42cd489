import * as l10n from '@vscode/l10n';
import { ProgressLocation, Uri, window, type Memento, type OutputChannel } from 'vscode';
import { describeInterpreter, type InterpreterDescription } from '../../python/interpreter';
import { PythonRunner } from '../../python/pythonRunner';
import type { PythonWatcher } from '../../python/pythonRun';
import { DisposableStore } from '../platform/disposable';
import { PythonConsent } from './consent';
import { interpreterFor, type FoundInterpreter } from './interpreter';

/** Where an experiment is to be: an untitled one is in its folder like any other, and asks nothing anew. */
const placeOf = (uri: Uri): Uri => (uri.scheme === 'untitled' ? uri.with({ scheme: 'file' }) : uri);

/** Python in this window: which interpreter, whether the user has agreed, what their code prints. */
export class PythonHost extends DisposableStore {
  readonly packageFolder: string;
  private readonly consent: PythonConsent;
  private channel: OutputChannel | undefined;

  /** `extension` is the folder of the extension. */
  constructor(
    extension: Uri,
    memory: Memento,
    private readonly warn: (text: string) => void,
  ) {
    super();
    this.packageFolder = Uri.joinPath(extension, 'python').fsPath;
    this.consent = new PythonConsent(memory);
  }

  /** Whether code of the user's beside `uri` may run: asked once for its folder and the interpreter. */
  async mayRun(uri: Uri): Promise<boolean> {
    const place = placeOf(uri);
    return this.consent.given(place, (await interpreterFor(place, this.warn)).path);
  }

  /** The interpreter for a file. Rejects with a message for the user where models can't run with it. */
  async interpreter(uri: Uri): Promise<FoundInterpreter & InterpreterDescription> {
    const found = await interpreterFor(placeOf(uri), this.warn);
    const description = await describeInterpreter(found, this.packageFolder);
    if (description.problem !== undefined)
      throw new Error(
        l10n.t(
          '{0}: {1} Select another interpreter with the Python extension, or in the setting initLab.python.interpreter.',
          found.path,
          description.problem,
        ),
      );
    return { ...description, ...found };
  }

  /** The runner of a document, which may be given another name. */
  runner(uri: () => Uri): PythonRunner {
    return new PythonRunner(
      { interpreter: () => this.interpreter(uri()), packageFolder: this.packageFolder },
      this.watcher(),
    );
  }

  /** Takes what the user's code prints to its output channel, and what its process does to the status bar. */
  watcher(): PythonWatcher {
    let end: () => void = () => undefined;
    let tell: ((text: string) => void) | undefined;
    return {
      output: (text) => this.output.append(text),
      activity: (text) => {
        if (text === undefined) {
          end();
          tell = undefined;
        } else if (tell) tell(text);
        else
          void window.withProgress({ location: ProgressLocation.Window, title: 'Init Lab' }, (progress) => {
            tell = (message) => progress.report({ message });
            tell(text);
            return new Promise<void>((resolve) => (end = resolve));
          });
      },
    };
  }

  get output(): OutputChannel {
    return (this.channel ??= this.add(window.createOutputChannel('Init Lab: Python')));
  }
}

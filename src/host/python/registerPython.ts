import { commands, languages, type Disposable } from 'vscode';
import type { HostContext } from '../context';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import { guarded } from '../platform/guarded';
import { ModelChecks } from './checkModelCommand';
import { compareModel } from './compareModel';
import { ModelLenses } from './modelLenses';

/** Lenses and commands on models in Python files and notebooks. */
export function registerPython(host: HostContext, editor: ExperimentEditorProvider): Disposable[] {
  const lenses = new ModelLenses();
  const checks = new ModelChecks(host, host.python);
  return [
    lenses,
    checks,
    languages.registerCodeLensProvider({ language: 'python' }, lenses),
    commands.registerCommand(
      'initLab.compareModel',
      guarded(host, (uri?: unknown, name?: unknown) => compareModel(editor, uri, name)),
    ),
    commands.registerCommand(
      'initLab.checkModel',
      guarded(host, (uri?: unknown, name?: unknown) => checks.check(uri, name)),
    ),
  ];
}

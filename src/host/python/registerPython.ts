import { commands, languages, type Disposable } from 'vscode';
import type { HostContext } from '../context';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import { guarded } from '../platform/guarded';
import { ChangePreview } from './changePreview';
import { ModelChecks } from './checkModelCommand';
import { compareModel } from './compareModel';
import { ModelLenses } from './modelLenses';
import { cellScheme } from './pythonFile';
import { applyInitFunction, copyInitFunction } from './takeBack';

/** Lenses and commands on models in Python files. */
export function registerPython(host: HostContext, editor: ExperimentEditorProvider): Disposable[] {
  const lenses = new ModelLenses();
  const checks = new ModelChecks(host, host.python);
  const preview = new ChangePreview();
  return [
    lenses,
    preview,
    checks,
    languages.registerCodeLensProvider(
      [
        { language: 'python', scheme: 'file' },
        { language: 'python', scheme: cellScheme },
      ],
      lenses,
    ),
    commands.registerCommand(
      'initLab.compareModel',
      guarded(host, (uri?: unknown, name?: unknown) => compareModel(editor, uri, name)),
    ),
    commands.registerCommand(
      'initLab.checkModel',
      guarded(host, (uri?: unknown, name?: unknown) => checks.check(uri, name)),
    ),
    commands.registerCommand(
      'initLab.compareModelWithCheckpoint',
      guarded(host, (uri?: unknown, name?: unknown) => checks.audit(uri, name)),
    ),
    commands.registerCommand(
      'initLab.copyInitFunction',
      guarded(host, (uri?: unknown, index?: unknown) => copyInitFunction(host, editor, uri, index)),
    ),
    commands.registerCommand(
      'initLab.applyInitFunction',
      guarded(host, (uri?: unknown, index?: unknown) => applyInitFunction(host, editor, preview, uri, index)),
    ),
  ];
}

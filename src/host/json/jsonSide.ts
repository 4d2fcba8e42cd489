import { languages, type Disposable } from 'vscode';
import { ExperimentLenses } from './codeLens';
import { ExperimentDiagnostics } from './diagnostics';
import { experimentSelector } from './experimentText';
import { QuickFixes } from './quickFixes';

/** Everything for an experiment that is open as text: what is wrong, how to put it right, and how to run it. */
export function registerJsonSide(): Disposable[] {
  const diagnostics = new ExperimentDiagnostics();
  const lenses = new ExperimentLenses();
  return [
    diagnostics,
    lenses,
    languages.registerCodeActionsProvider(experimentSelector, new QuickFixes(diagnostics), QuickFixes.metadata),
    languages.registerCodeLensProvider(experimentSelector, lenses),
  ];
}

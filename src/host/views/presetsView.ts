import { ThemeIcon, TreeItem, type TreeDataProvider } from 'vscode';
import type { Preset } from '../../experiment/preset';
import { presets } from '../../experiment/presets';

/** The list of presets; a click opens one as a new experiment and runs it. */
export class PresetsView implements TreeDataProvider<Preset> {
  getChildren(preset?: Preset): Preset[] {
    return preset ? [] : [...presets];
  }

  getTreeItem({ id, title, detail }: Preset): TreeItem {
    const item = new TreeItem(title);
    item.id = id;
    item.tooltip = detail;
    item.description = detail;
    item.iconPath = new ThemeIcon('beaker');
    item.contextValue = 'preset';
    item.command = { command: 'initLab.compareInitializers', title, arguments: [id] };
    return item;
  }
}

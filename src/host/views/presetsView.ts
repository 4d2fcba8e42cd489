import { TreeItem, Uri, type TreeDataProvider } from 'vscode';
import type { Preset } from '../../experiment/presets/preset';
import { presets } from '../../experiment/presets/presets';

/** The small picture of a preset. */
export const presetPicture = (media: Uri, { id }: Preset): Uri => Uri.joinPath(media, 'presets', `${id}.svg`);

/** The list of presets; a click opens one as a new experiment and runs it. */
export class PresetsView implements TreeDataProvider<Preset> {
  constructor(private readonly media: Uri) {}

  getChildren(preset?: Preset): Preset[] {
    return preset ? [] : [...presets];
  }

  getTreeItem(preset: Preset): TreeItem {
    const { id, title, detail } = preset;
    const item = new TreeItem(title);
    item.id = id;
    item.tooltip = detail;
    item.description = detail;
    item.iconPath = presetPicture(this.media, preset);
    item.contextValue = 'preset';
    item.command = { command: 'initLab.compareInitializers', title, arguments: [id] };
    return item;
  }
}

import type { LayerInfo, ModelModule } from '../../../../src/experiment/record/record';

/** A module, a call or a parameter of a user's model in its place. */
export interface ModuleNode {
  /** `encoder.0.attention`. */
  path: string;
  /** Its last segment. */
  name: string;
  /** Class of the module, or the function. */
  kind: string;
  /** Index of its call or parameter in the record; absent for a module that only contains others. */
  layer?: number;
  children: ModuleNode[];
}

/** One line of the open tree. */
export interface TreeRow {
  node: ModuleNode;
  /** From 1 on. */
  level: number;
  /** Absent for a node without children. */
  expanded?: boolean;
  /** Place among its siblings, from 1 on, and how many they are. */
  position: number;
  siblings: number;
  parent?: string;
}

/** The modules of a model by the segments of their paths, in the order of their first calls. */
export function moduleTree(
  layers: readonly LayerInfo[],
  modules: readonly ModelModule[],
  keep: (index: number) => boolean = () => true,
): ModuleNode[] {
  const kinds = new Map(modules.map(({ path, kind }) => [path, kind]));
  const known = new Map<string, ModuleNode>();
  const roots: ModuleNode[] = [];
  layers.forEach((info, layer) => {
    if (!keep(layer)) return;
    const segments = info.name.split('.');
    let around = roots;
    segments.forEach((name, depth) => {
      const path = segments.slice(0, depth + 1).join('.');
      let node = known.get(path);
      if (!node) {
        node = { path, name, kind: kinds.get(path) ?? '', children: [] };
        known.set(path, node);
        around.push(node);
      }
      if (depth === segments.length - 1) {
        node.layer = layer;
        node.kind = info.module ?? (info.shape.length > 0 ? info.shape.join('×') : node.kind);
      }
      around = node.children;
    });
  });
  return roots;
}

/** The nodes that a search finds, with those around them: a word is looked for in paths and classes. */
export function searched(nodes: readonly ModuleNode[], words: string): ModuleNode[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [...nodes];
  return nodes.flatMap((node): ModuleNode[] => {
    if (node.path.toLowerCase().includes(wanted) || node.kind.toLowerCase().includes(wanted)) return [node];
    const children = searched(node.children, words);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** The lines that are shown, from the top; `isOpen` says which modules show their children. */
export function treeRows(nodes: readonly ModuleNode[], isOpen: (path: string) => boolean): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (siblings: readonly ModuleNode[], level: number, parent?: string): void =>
    siblings.forEach((node, index) => {
      const open = node.children.length > 0 ? isOpen(node.path) : undefined;
      rows.push({ node, level, expanded: open, position: index + 1, siblings: siblings.length, parent });
      if (open) add(node.children, level + 1, node.path);
    });
  add(nodes, 1);
  return rows;
}

import type { Opened } from '../experiment/why/subject';
/** `editor`: in the colours of the theme; `print`: in light ones, for paper and for other programs. */
export type PictureLook = 'editor' | 'print';
export type PictureFormat = 'png' | 'svg';

/** A chart that the editor shows and can give as a picture. */
export interface ChartInfo {
  /** A word of letters, digits, dots and hyphens. */
  id: string;
  title: string;
}

/** What an editor shows just now. */
export interface ShownCharts {
  /** Those that have something to show. */
  charts: ChartInfo[];
  /** The recorded step that the columns show; absent: the newest. */
  step?: number;
  /** The reasons of the shown run that were opened. */
  opened?: Opened[];
}

/** What of the charts is asked for: one that is shown, by its id, or all of a report, which are drawn for it. */
export interface PictureRequest {
  charts: { id: string } | 'report';
  format: PictureFormat;
  look: PictureLook;
}

/** The chapter of a report that a chart belongs to. */
export type PictureChapter = 'curves' | 'weights' | 'boundaries' | 'more';

interface PictureWords {
  id: string;
  /** Of a report's picture. */
  chapter?: PictureChapter;
  title: string;
  /** The picture in words. */
  description: string;
}

/** A chart as a picture that stands alone; sizes are CSS pixels. */
export type Picture = PictureWords &
  ({ format: 'png'; bytes: Uint8Array } | { format: 'svg'; text: string; width: number; height: number });

/** What the menu of a chart asks of the host. */
export type ChartCommand =
  | { do: 'save'; id: string; format: PictureFormat; look: PictureLook }
  /** The clipboard was refused; the picture may be saved instead. */
  | { do: 'explainCopy'; id: string; reason: string };

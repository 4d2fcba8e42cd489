import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import type { TemplateResult } from 'lit';

/** Width of the rail in CSS pixels. */
export const railWidth = { least: 240, usual: 292, most: 480 } as const;

const clamp = (width: number): number => Math.min(railWidth.most, Math.max(railWidth.least, Math.round(width)));

/** The edge of the rail: drag it, or move it with the arrow keys. */
export function sash(width: number, setWidth: (width: number) => void): TemplateResult {
  const onDown = (event: PointerEvent): void => {
    const target = event.currentTarget as HTMLElement;
    const offset = width - event.clientX;
    const onMove = (move: PointerEvent): void => setWidth(clamp(move.clientX + offset));
    target.setPointerCapture(event.pointerId);
    target.addEventListener('pointermove', onMove);
    target.addEventListener('lostpointercapture', () => target.removeEventListener('pointermove', onMove), { once: true });
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = { ArrowLeft: width - 16, ArrowRight: width + 16, Home: railWidth.least, End: railWidth.most }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setWidth(clamp(next));
  };
  return html`<div class="sash" role="separator" tabindex="0" aria-orientation="vertical" aria-label=${l10n.t('Width of the experiment rail')}
    aria-valuemin=${railWidth.least} aria-valuemax=${railWidth.most} aria-valuenow=${width}
    @pointerdown=${onDown} @keydown=${onKey} @dblclick=${() => setWidth(railWidth.usual)}></div>`;
}

/** Puts a tip beside a place of a chart `width` CSS pixels wide, on its other side where there is no room for it. */
export function placeTip(tip: HTMLElement, x: number, width: number, top: number): void {
  const after = x + 12 + tip.offsetWidth <= width;
  tip.style.left = `${after ? x + 12 : Math.max(0, x - 12 - tip.offsetWidth)}px`;
  tip.style.top = `${top}px`;
}

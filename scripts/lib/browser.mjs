import { existsSync } from 'node:fs';
import { findProgram } from './project.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The Chromium-family browser to test with: the one of `INIT_LAB_BROWSER`, or one found on this machine. */
export function findBrowser() {
  const chosen = process.env.INIT_LAB_BROWSER;
  if (chosen !== undefined && chosen !== '') return chosen;
  return names.map(findProgram).find(Boolean) ?? places.find(existsSync);
}

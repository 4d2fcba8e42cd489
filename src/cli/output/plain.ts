/**
 * Control characters, which could steer a terminal, and marks that turn the direction of text, which could show it as
 * another one.
 */
const steering = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text with words of a file in it, for a terminal: characters that steer it become U+FFFD; line breaks stay. */
export function plain(text: string): string {
  return text.replace(steering, (found) => (found === '\n' ? found : '\ufffd'));
}

/** Words of a file that are part of one line: a line break in them is no line of ours. */
export function oneLine(text: string): string {
  return text.replace(steering, '\ufffd');
}

import type { Lang } from './texts';

export const SCREENS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 360, height: 740 },
} as const;

/** Both screens and both languages, without every combination. */
export const LOOKS: [screen: keyof typeof SCREENS, lang: Lang][] = [
  ['desktop', 'en'],
  ['phone', 'zh'],
];

/** One way to look at a screen. */
export interface Look {
  readonly name: string;
  /** Of the window's content, in pixels of the screen. */
  readonly width: number;
  readonly height: number;
  /** `whole`: the window is as high as its content, so that nothing of it is below. */
  readonly extent: 'first-sight' | 'whole';
  /** 2 is 200 %. */
  readonly zoom: number;
  readonly colorScheme: 'light' | 'dark';
  readonly forcedColors: 'none' | 'active';
}

const opened = {
  width: 1120,
  height: 760,
  extent: 'first-sight',
  zoom: 1,
  colorScheme: 'light',
  forcedColors: 'none',
} as const;

export const looks: readonly Look[] = [
  { ...opened, name: 'light' },
  { ...opened, name: 'dark', colorScheme: 'dark' },
  { ...opened, name: 'whole', extent: 'whole' },
  { ...opened, name: 'small', width: 800, height: 600 },
  { ...opened, name: 'zoomed', width: 800, height: 600, extent: 'whole', zoom: 2 },
  { ...opened, name: 'forced', extent: 'whole', colorScheme: 'dark', forcedColors: 'active' },
];

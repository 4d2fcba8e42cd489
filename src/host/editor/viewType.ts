/** The custom editor of `*.initlab.json`, as in package.json. */
export const experimentViewType = 'initLab.experiment';

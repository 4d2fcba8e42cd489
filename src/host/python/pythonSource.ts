/** What reads Python files, with its parser: loaded when a Python file is looked at for the first time. */
export const pythonSource = () => import('../../python/source/pythonSource');

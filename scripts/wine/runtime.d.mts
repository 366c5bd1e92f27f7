/** `node` is Windows' node.exe, `modules` the node_modules folder with koffi for Windows; null when not here yet. */
export function presentWindowsRuntime(): { readonly node: string; readonly modules: string } | null;

// What the scripts' types cannot know: the elements of the templates, and what browsers have beside the standard.
interface Document {
  getElementById(id: string): any;
}
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Window {
  trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
}

// A level of the live map: where its boxes, frames and lines stand, by key.
interface KaartLevel {
  name: string;
  width: number;
  height: number;
  order: string[];
  boxes: Record<string, { x: number; y: number; width: number; height: number; title: string[] }>;
  frames: Record<string, { left: number; top: number; right: number; bottom: number; title: string }>;
  lines: Record<
    string,
    { path: string; x: number; y: number; neckX: number; neckY: number; tipX: number; tipY: number }
  >;
}

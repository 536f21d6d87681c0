import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["*", "!outputs"] },
  js.configs.recommended,
  {
    languageOptions: { sourceType: "script", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off", // tsc knows what each script declares for the next
      "no-unused-vars": ["error", { vars: "local" }],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "prefer-arrow-callback": "error",
      strict: ["error", "global"],
    },
  },
];

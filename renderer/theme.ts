import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Drawer,
  Menu,
  Modal,
  NativeSelect,
  PasswordInput,
  SegmentedControl,
  Switch,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

const overlay = {
  // Locking the scroll would inject a style element, which the policy forbids; the page does not scroll.
  lockScroll: false,
  transitionProps: { duration: 120 },
  overlayProps: { backgroundOpacity: 0.35 },
}

/** Defaults of Mantine's components; colours and sizes are variables in tokens.css. */
export const theme = createTheme({
  primaryColor: 'blue',
  cursorType: 'pointer',
  defaultRadius: 'var(--radius)',
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 28 } }),
    Button: Button.extend({ defaultProps: { size: 'compact-sm' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    Drawer: Drawer.extend({ defaultProps: overlay }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        // The focus moves in at once, which it cannot while the list is still fading in.
        transitionProps: { duration: 0 },
        // The placeholder is no menu item, which screen readers may stumble over.
        withInitialFocusPlaceholder: false,
      },
    }),
    Modal: Modal.extend({ defaultProps: { ...overlay, centered: true } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'xs' } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', transitionDuration: 0 },
    }),
    Switch: Switch.extend({ defaultProps: { size: 'xs' } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 250,
        multiline: true,
        maw: 360,
        events: { hover: true, focus: true, touch: false },
        transitionProps: { duration: 80 },
      },
    }),
  },
})

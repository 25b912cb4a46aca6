option(GAOL_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(GAOL_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
  # A sanitizer's runtime is shared with the program, never part of it.
  set(GAOL_STATIC OFF)
endif()

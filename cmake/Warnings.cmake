add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion
  -Wcast-align -Wformat=2 -Wnull-dereference)
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast;-Wnon-virtual-dtor;-Woverloaded-virtual>")
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(-Wduplicated-cond -Wlogical-op)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wuseless-cast>")
endif()
# A designated initialiser that leaves the rest at its default is what the style asks for.
add_compile_options(-Wno-missing-field-initializers)

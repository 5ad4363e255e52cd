// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A sound token that says of itself whatever it is told to.
contract MetadataToken is ERC20 {
    uint8 private immutable DECIMALS;

    constructor(
        string memory name_,
        string memory symbol_,
        uint8 decimals_,
        address holder,
        uint256 amount
    ) ERC20(name_, symbol_) {
        DECIMALS = decimals_;
        _mint(holder, amount);
    }

    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }
}
